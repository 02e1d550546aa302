console.log('pdf');
