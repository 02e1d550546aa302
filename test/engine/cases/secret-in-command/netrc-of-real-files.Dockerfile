FROM golang:1.25
ARG GITHUB_TOKEN
RUN echo "machine github.com login $GITHUB_TOKEN" > «~/.netrc» && \
    echo "machine api.github.com login $GITHUB_TOKEN" >> ~/.netrc
RUN echo "machine git.corp.io login bob password ${GITHUB_TOKEN}" > /opt/.netrc && go mod download && rm -f /opt/.netrc
RUN npm config set //npm.corp.io/:_authToken "$GITHUB_TOKEN" && npm ci && npm config delete //npm.corp.io/:_authToken
RUN --mount=type=tmpfs,target=/root/.config echo "_authToken=$GITHUB_TOKEN" > /root/.config/.npmrc
