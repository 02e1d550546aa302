console.log('pnp');
