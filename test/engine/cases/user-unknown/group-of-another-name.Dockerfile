# fixed: group-of-another-name.fixed.Dockerfile
FROM debian:12
USER «app:staff»
CMD ["sleep", "1"]
