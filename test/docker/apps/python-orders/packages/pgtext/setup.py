from setuptools import Extension, setup

setup(
    name="pgtext",
    version="2.0.3",
    ext_modules=[
        Extension("pgtext", ["pgtext.c"], include_dirs=["/usr/include/postgresql"], libraries=["pq"])
    ],
)
