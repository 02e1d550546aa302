FROM node:22-alpine
WORKDIR /srv
RUN apk add --no-cache wget
ENV WAITER_VERSION=v1.4.0
RUN wget https://downloads.example.com/$WAITER_VERSION/waiter-$WAITER_VERSION.tar.gz \
    && tar -C /usr/local/bin -xzf waiter-$WAITER_VERSION.tar.gz \
    && rm waiter-$WAITER_VERSION.tar.gz
COPY . .
RUN npm install
EXPOSE 3000
CMD ["node", "index.js"]
