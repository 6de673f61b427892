"""The embedded ticket store behind the operations."""
