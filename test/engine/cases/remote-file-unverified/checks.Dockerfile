FROM debian:12
# A list of checksums that comes along.
RUN curl --remote-name https://example.com/a.tgz --remote-name https://example.com/a-sha.txt && sha512sum -c a-sha.txt --ignore-missing && tar xzf a.tgz
# The output of the hash program is compared.
RUN curl -fLO https://example.com/${V}.tar.gz && if [ "$(openssl sha512 -r ${V}.tar.gz)" = "$SUM" ]; then echo fine; else exit 1; fi && tar xzf ${V}.tar.gz
RUN set -eux; wget -O b.zip "$B_URL"; sha256sum b.zip | grep -q "$B_SUM"; unzip b.zip
# A signature.
RUN curl -fsSL -o c.tgz https://example.com/c.tgz && curl -fsSL -o c.tgz.asc https://example.com/c.tgz.asc && gpg --batch --verify c.tgz.asc c.tgz && tar xzf c.tgz
RUN wget https://example.com/d.deb && cosign verify-blob d.deb --signature d.sig && dpkg -i d.deb
RUN php -r "copy('https://getcomposer.org/installer', 'i.php'); if (hash_file('sha384', 'i.php') !== '$H') exit(1);"
# The check comes before what it should check.
RUN echo "abc  e.tgz" | sha256sum -c - && «curl -fsSLO https://example.com/e.tgz» && tar xzf e.tgz
# A hash that nothing compares.
RUN «curl -fsSLO https://example.com/f.tgz» && sha256sum f.tgz && tar xzf f.tgz
