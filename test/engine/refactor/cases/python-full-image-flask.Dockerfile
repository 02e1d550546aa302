# The web front of the survey
FROM python:3.11
ENV FLASK_APP=survey FLASK_ENV=production
WORKDIR /usr/src/survey
COPY requirements.txt ./
# wheels first, the sources change more often
RUN pip install -r requirements.txt
COPY . .
EXPOSE 5000
CMD ["flask", "run", "--host=0.0.0.0"]
