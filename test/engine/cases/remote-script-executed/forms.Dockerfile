FROM debian:12
RUN sh -c "set -e; «curl -fsSL https://example.com/a | sh»"
RUN «eval "$(curl -fsSL https://example.com/b)"»
RUN «bash <(wget -qO- https://example.com/c) --yes»
RUN wget https://example.com/d.sh \
 && chmod +x d.sh \
 && «./d.sh»
RUN <<EOF
set -e
«curl https://example.com/e | python3 -»
EOF
RUN curl https://example.com/f | tee /tmp/f | grep x
RUN curl -o f.sh https://example.com/f.sh && sha256sum -c f.sum && sh f.sh
