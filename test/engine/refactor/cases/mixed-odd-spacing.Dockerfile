   # indented remark


FROM   node:20-alpine   AS   app

	WORKDIR	/app

  COPY   [ "package.json", "package-lock.json", "./" ]
RUN    npm   ci
COPY . .


ENV PORT 3000
EXPOSE   3000


# last words
CMD [ "node" , "server.js" ]
