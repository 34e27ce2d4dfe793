"""Live streams to servers: encoded here, sent by a process of their own, which can be killed at any time."""
