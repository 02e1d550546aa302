console.log('copy');
