from setuptools import Extension, setup

setup(ext_modules=[Extension("report.counting", ["src/report/counting.c"])])
