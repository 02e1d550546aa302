"""A small order service: it lists orders from PostgreSQL and says whether it is alive."""

import os

import psycopg2
from fastapi import FastAPI, HTTPException

app = FastAPI(title="orders")


def connect():
    return psycopg2.connect(
        host=os.environ.get("DB_HOST", "localhost"),
        user=os.environ.get("DB_USER", "orders"),
        password=os.environ.get("DB_PASSWORD", ""),
        dbname=os.environ.get("DB_NAME", "orders"),
        connect_timeout=3,
    )


@app.get("/health")
def health():
    return {"status": "ok"}


@app.get("/orders")
def orders():
    try:
        connection = connect()
    except psycopg2.OperationalError as error:
        raise HTTPException(status_code=503, detail="database not reachable") from error
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT id, item, quantity FROM orders ORDER BY id LIMIT 100")
            return [{"id": row[0], "item": row[1], "quantity": row[2]} for row in cursor.fetchall()]
    finally:
        connection.close()
