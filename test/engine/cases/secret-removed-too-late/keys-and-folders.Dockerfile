FROM node:22-slim
ARG GITHUB_TOKEN
ARG SSH_PRIVATE_KEY
WORKDIR /usr/src/app
RUN echo "@corp:registry=https://npm.pkg.github.com/" > .npmrc \
    && echo "//npm.pkg.github.com/:_authToken=${GITHUB_TOKEN}" >> .npmrc
COPY id_rsa /root/.ssh/id_rsa
RUN echo "$SSH_PRIVATE_KEY" > /opt/id_ed25519 && yarn install
RUN rm -f «.npmrc» && rm -rf «/root/.ssh» ./node_modules/.cache
RUN rm «/opt/id_ed25519» .npmrc
USER node
