FROM python:3.11-slim

# what the mail parser needs
RUN apt-get update && apt-get install -y \
    # a compiler for the parser
    build-essential \
    # and its headers
    libxml2-dev libxslt1-dev \
    && rm -rf /var/lib/apt/lists/*

COPY requirements.txt /tmp/requirements.txt
RUN pip install -r /tmp/requirements.txt

# the program itself
COPY src /opt/mail/src
WORKDIR /opt/mail

# started by the scheduler
ENTRYPOINT ["python", "-m", "src.run"]
