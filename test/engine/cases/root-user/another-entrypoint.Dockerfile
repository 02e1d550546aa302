# fixed: none
FROM «postgres:16»
ENTRYPOINT ["/start.sh"]
