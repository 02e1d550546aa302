FROM debian:12
RUN git clone «http://example.com/a/b.git» && pip install «git+http://example.com/c.git@v1»
RUN npm config set registry «http://registry.example.com» && gem sources -a «http://gems.example.com»
RUN curl -f http://example.com/ && curl -s http://example.com/ -o /dev/null && curl -X POST -d x http://example.com/done
RUN curl -s «http://example.com/install.sh» | sh
RUN apk add -X http://dl.example.com/alpine tool && yum-config-manager --add-repo http://repo.example.com/x.repo
RUN pip install --index-url «http://pypi.example.com:8080/simple» --trusted-host pypi.example.com a==1 || true
RUN wget http://$HOST/a.tgz && curl -O http://[::1]/b && wget http://192.168.1.5/c
ENV PIP_INDEX_URL=http://devpi:3141/simple HOMEPAGE=http://example.com
CMD ["curl", "http://example.com"]
