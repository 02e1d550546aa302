#!/bin/sh
python3 prepare.py && java -jar build/libs/app.jar
