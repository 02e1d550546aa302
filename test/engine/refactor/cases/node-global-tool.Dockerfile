FROM node:20
RUN npm install -g pm2
WORKDIR /srv/chat
COPY . /srv/chat
RUN npm install --production
EXPOSE 3000 3001/udp
CMD ["pm2-runtime", "ecosystem.config.js"]
