"""The secret store: values sealed in the database, with a key that is kept elsewhere."""
