FROM node:18-bullseye
WORKDIR /opt/board
COPY package.json yarn.lock ./
RUN yarn install --frozen-lockfile
COPY . .
RUN yarn build
ENV NODE_ENV production
CMD ["yarn", "start"]
