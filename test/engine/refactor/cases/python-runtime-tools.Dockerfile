FROM python:3.11
RUN apt-get update && apt-get install -y ffmpeg libsm6 libxext6
WORKDIR /app
COPY requirements.txt requirements.txt
RUN pip install -U pip && pip install -r requirements.txt
COPY . .
ENV A=1 B="two words" C=three\ words D='four'
CMD python cut.py
