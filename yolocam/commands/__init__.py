"""The subcommands of `yolocam`: one module and one `run` function each."""
