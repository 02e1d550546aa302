FROM debian:12
RUN «curl -sSL https://example.com/a.tgz» | tar xz -C /opt
RUN «wget -qO- https://example.com/b.xz» | unxz > /usr/local/bin/b
RUN «curl -L https://example.com/c > /usr/bin/c»
RUN «curl -o- https://example.com/d.patch» | patch -p1
RUN «curl -sSLo /tmp/e https://example.com/e»
RUN chmod 0755 /tmp/e && mv /tmp/e /opt/e
RUN «wget -P /usr/lib/jvm https://example.com/f.jar»
RUN tar xzf <(«curl -L https://example.com/g.tgz»)
RUN curl -fsS https://example.com/h.tgz -o /dev/null
RUN curl -sI https://example.com/i.tgz -o headers.zip
RUN wget --spider https://example.com/j.zip
RUN curl -T k.tgz https://example.com/k.tgz
RUN V=$(curl -s https://example.com/v | sed 1q) && curl -s https://example.com/list | grep -o v1 | head -1
RUN curl -fsSL https://example.com/gpg | gpg --dearmor -o /usr/share/keyrings/x.gpg
RUN curl https://example.com/x.key > /etc/apt/trusted.gpg.d/x.asc && rpm --import x.key
RUN curl $OPTIONS -O https://example.com/SHA256SUMS
RUN wget http://127.0.0.1:8000/l.tgz && wget http://repo.internal/m.tgz
ADD «https://example.com/n.jar» /app/
ADD https://github.com/example/o.git#v1 /src
ADD https://example.com/p.asc /tmp/
