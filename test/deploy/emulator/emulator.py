"""MiniStack, with what no proxy in front of it can mend: what happens between its own services."""

from ministack import app
from ministack.services import apigateway, lambda_svc, sns

# Paths of a site are the site's, on whatever host.
app._HEALTH_PATHS = ("/_ministack/health",)

run = apigateway.run_reentrant


async def run_with_cookies(function, record, event, **options):
    """An event of an HTTP API has its cookies in a list, and in no header."""
    if isinstance(event, dict) and event.get("version") == "2.0":
        cookie = event.get("headers", {}).pop("cookie", None)
        if cookie:
            event["cookies"] = cookie.split("; ")
    return await run(function, record, event, **options)


apigateway.run_reentrant = run_with_cookies



class Asynchronous:
    """Lambda for SNS: what a function fails at is tried again, and then set aside."""

    def __getattr__(self, name):
        return getattr(lambda_svc, name)

    def _execute_function_with_config_scope(self, record, event):
        lambda_svc.invoke_async_with_retry(record, event)


sns._lambda_svc = Asynchronous()

app.main()
