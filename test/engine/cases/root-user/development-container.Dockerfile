FROM mcr.microsoft.com/devcontainers/python:1-3.12
RUN pip install black
