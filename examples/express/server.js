// A small shop API: products from memory, and a health page that can fail.
import express from 'express';

const app = express();
const port = Number(process.env.PORT ?? 3000);
const products = [
  { id: 1, name: 'Plumb line', price: 1200 },
  { id: 2, name: 'Draught scale', price: 4900 },
];
let stopping = false;

app.get('/health', (_request, response) => {
  response.status(stopping ? 503 : 200).json({ status: stopping ? 'stopping' : 'ok' });
});

app.get('/products', (_request, response) => {
  response.json(products);
});

app.get('/products/:id', (request, response) => {
  const product = products.find((one) => one.id === Number(request.params.id));
  if (product) response.json(product);
  else response.status(404).json({ error: 'no such product' });
});

const server = app.listen(port, () => console.log(`listening on ${port}`));

process.on('SIGTERM', () => {
  stopping = true;
  server.close(() => process.exit(0));
});
