"""An AI service of three endpoints, measured by one line."""

from fastapi import FastAPI, HTTPException

from metrics import Metrics

app = FastAPI()
app.add_middleware(Metrics)


@app.get("/api/ai/recommendations")
async def recommendations(user: str = "anyone"):
    return {"user": user, "items": ["a", "b", "c"]}


@app.post("/api/ai/documents/analyze")
async def analyze():
    return {"language": "en", "pages": 3}


@app.post("/api/ai/reports/generate")
async def generate(broken: bool = False):
    if broken:
        raise HTTPException(status_code=503, detail="the model does not answer")
    return {"report": "done"}


@app.get("/api/ai/reports/{report_id}")
async def report(report_id: str):
    if report_id == "0":
        raise ValueError("there is no report 0")
    return {"report": report_id}
