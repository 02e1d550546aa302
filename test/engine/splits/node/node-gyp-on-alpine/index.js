console.log('canvas');
