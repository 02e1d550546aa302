module.exports = require('./build/Release/fastsum.node');
