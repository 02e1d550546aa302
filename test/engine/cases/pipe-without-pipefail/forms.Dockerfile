FROM ubuntu:24.04
RUN «curl -fsSL https://example.com/install» | bash
RUN set -e; «curl https://example.com/a» | tee /a; echo done
RUN curl https://example.com/a | tee /a; echo done
RUN curl https://example.com/a | tee /a || true
RUN curl -fsSL https://example.com/key | gpg --dearmor > /key.gpg
RUN bash -o pipefail -c 'curl https://example.com/a | tee /a'
RUN bash -c '«curl https://example.com/a» | tee /a'
RUN echo "$(curl https://example.com/a | tr a b)"
RUN curl -o /b https://example.com/b | cat
RUN export A="$(curl https://example.com/a | tr a b)" && true
