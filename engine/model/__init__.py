"""The contracts: what flows through a pipeline, and what each stage promises."""
