# fixed: forms.fixed.Dockerfile
FROM debian:12
RUN apt-get update; «apt-get install» git; true
RUN sudo -E «apt-get --quiet install» nano
RUN sh -c '«apt-get remove» nano && apt-get -o APT::Get::Show-Upgraded=1 install -yq nano'
RUN <<EOF
set -e
«apt-get upgrade»
apt-get -qq install nano
EOF
RUN ["sudo", «"apt-get", "install"», "jq"]
RUN apt-get install -s nano && apt-get install --download-only nano
RUN apt-get install -f < answers && apt-get install nano <<< y
RUN echo y | apt-get install nano
RUN if true; then «apt-get purge» nano; fi
RUN apt-get install
RUN apt-get install -q -q nano && apt-get install -q=2 nano
