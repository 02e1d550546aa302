# fixed: none
FROM debian:12
# ghp_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18 has a wrong checksum
LABEL key="«AKIA2OGYBAH6QTKLUNXE»"
RUN ./configure AKIAIOSFODNN7EXAMPLE sk_live_xxxxxxxxxxxxxxxxxxxxxxxx glpat-xxxxxxxxxxxxxxxxxxxx task-sk-learn npm_config_cache=/x
RUN az storage x --connection "AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
CMD ["./run"]
