FROM debian:12
RUN curl «-ksSL» https://example.com/a -o a && curl -sSL -o k https://example.com/k
RUN git -c «http.sslVerify=false» clone https://example.com/b
RUN «GIT_SSL_NO_VERIFY=1» git fetch && «PYTHONHTTPSVERIFY=0» python3 x.py
RUN pip install «--trusted-host example.com» x
ENV «NPM_CONFIG_STRICT_SSL=false»
RUN curl -k https://localhost:8443/ready
