const mongoose = require('mongoose');

const contactSchema = new mongoose.Schema(
  {
    companyId: { type: mongoose.Schema.Types.ObjectId, required: true },
    fullName: { type: String, required: true },
    phone: String,
    email: String,
    social: {
      facebookId: String,
      instagramId: String,
      whatsapp: String,
    },
    contactStatus: { type: String, enum: ['lead', 'active', 'dormant', 'blocked'], default: 'lead' },
    lastMessageAt: Date,
  },
  { timestamps: true },
);

// Composite indexes for social platform lookups
contactSchema.index({ companyId: 1, 'social.facebookId': 1 });
contactSchema.index({ companyId: 1, 'social.instagramId': 1 });
contactSchema.index({ companyId: 1, 'social.whatsapp': 1 });

// Other contact queries
contactSchema.index({ companyId: 1, phone: 1 });
contactSchema.index({ companyId: 1, email: 1 });
contactSchema.index({ companyId: 1, contactStatus: 1 });
contactSchema.index({ companyId: 1, lastMessageAt: -1 });
contactSchema.index({ companyId: 1, createdAt: -1 });

module.exports = mongoose.model('Contact', contactSchema);
