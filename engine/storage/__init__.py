"""Storage: connections, transactions and migrations."""
