import express from 'express';

express()
  .get('/health', (_request, response) => response.send('fine'))
  .listen(3000);
