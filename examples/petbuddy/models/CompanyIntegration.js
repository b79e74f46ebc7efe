const mongoose = require('mongoose');

const companyIntegrationSchema = new mongoose.Schema({
  companyId: { type: mongoose.Schema.Types.ObjectId, required: true },
  companyName: { type: String, required: true },
  facebookChatId: String,
  instagramChatId: String,
});

companyIntegrationSchema.index({ companyId: 1 }, { unique: true });
// Note: facebookChatId and instagramChatId need indexes!

module.exports = mongoose.model('CompanyIntegration', companyIntegrationSchema);
