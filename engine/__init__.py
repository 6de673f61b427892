"""The engine: web services compiled into pipelines, and the runtime that runs them."""
