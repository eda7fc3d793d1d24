"""What the product does, in the how-to's order: configure, authorize, check, fetch, read, search, compose, send.

Plain Python: no Django, no SQL, no sockets, no provider's name, no words for people. What touches only the store is
a function; what talks to a server is a coroutine, and reaches the store through `asyncio.to_thread`.
"""
