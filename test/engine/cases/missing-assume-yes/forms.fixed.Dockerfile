# fixed: forms.fixed.Dockerfile
FROM debian:12
RUN apt-get update; apt-get install -y git; true
RUN sudo -E apt-get --quiet install -y nano
RUN sh -c 'apt-get remove -y nano && apt-get -o APT::Get::Show-Upgraded=1 install -yq nano'
RUN <<EOF
set -e
apt-get upgrade -y
apt-get -qq install nano
EOF
RUN ["sudo", "apt-get", "install", "-y", "jq"]
RUN apt-get install -s nano && apt-get install --download-only nano
RUN apt-get install -f < answers && apt-get install nano <<< y
RUN echo y | apt-get install nano
RUN if true; then apt-get purge -y nano; fi
RUN apt-get install
RUN apt-get install -q -q nano && apt-get install -q=2 nano
