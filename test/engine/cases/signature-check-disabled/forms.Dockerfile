FROM debian:12
RUN apt-get «-o APT::Get::AllowUnauthenticated=true» install -y a && apt-get update «--allow-insecure-repositories»
RUN printf «'[x]\nbaseurl=https://example.com/x\ngpgcheck=0\n'» > /etc/yum.repos.d/x.repo
RUN sed -i «'s/gpgcheck=1/gpgcheck=0/'» /etc/yum.repos.d/y.repo && sed -i 's/gpgcheck=0/gpgcheck=1/' /etc/yum.repos.d/z.repo
RUN echo «"Acquire::AllowInsecureRepositories \"true\";"» | tee /etc/apt/apt.conf.d/99x
RUN zypper «--no-gpg-checks» install -y b && yum install -y «--setopt=*.gpgcheck=0» c
RUN echo gpgcheck=0 && echo repo_gpgcheck=0 >> /etc/yum.repos.d/w.repo
RUN apk index --allow-untrusted -o i.tar.gz *.apk && rpm -q --nosignature bash
RUN make packages && apk add --allow-untrusted ./out/*.apk
COPY --chmod=644 <<EOF /etc/apt/sources.list.d/v.sources
Types: deb
URIs: https://example.com
«Trusted: yes»
EOF
