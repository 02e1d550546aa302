# fixed: several.fixed.Dockerfile
FROM debian:12
  env A=1 \
      # why
      B=2   C=«$A-$B» D=«${C:-x}» \
      A=3
ENV PATH=/x:$PATH HOME=/root
ENV V ${W}
