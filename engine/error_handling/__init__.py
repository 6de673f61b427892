"""What is done about an exchange that failed, one kind a file."""
