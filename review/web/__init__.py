"""The review page: Starlette, server-rendered, working without JavaScript."""
