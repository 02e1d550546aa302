from setuptools import Extension, setup

setup(
    name="quickhash",
    version="1.2.0",
    ext_modules=[Extension("quickhash", ["src/quickhash.c"])],
)
