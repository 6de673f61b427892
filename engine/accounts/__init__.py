"""Accounts: agents, customer users, groups, permissions, sessions and API keys."""
