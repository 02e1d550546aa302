FROM python:3.11-slim
ENV DJANGO_SETTINGS_MODULE=club.settings
WORKDIR /code
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
RUN chmod +x /code/docker-entrypoint.sh
VOLUME ["/code/media"]
EXPOSE 8000
ENTRYPOINT ["/code/docker-entrypoint.sh"]
CMD ["gunicorn", "club.wsgi", "-b", "0.0.0.0:8000"]
