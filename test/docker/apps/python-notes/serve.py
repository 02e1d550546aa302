import os

from notes.app import application
from tinywsgi import serve

serve(application, port=int(os.environ.get("PORT", "8000")))
