const mongoose = require('mongoose');

const MessageSchema = new mongoose.Schema({
  contact_id: { type: mongoose.Schema.Types.ObjectId, ref: 'Contact', required: true },
  company_id: { type: mongoose.Schema.Types.ObjectId, required: true },
  platform: { type: String, enum: ['facebook', 'instagram', 'whatsapp'], required: true },
  role: { type: String, enum: ['user', 'assistant'], required: true },
  content: { type: String, required: true },
  created_at: { type: Date, default: Date.now },
});

// Composite indexes for message queries
MessageSchema.index({ contact_id: 1, platform: 1, created_at: 1 });
MessageSchema.index({ company_id: 1, platform: 1, created_at: -1 });
MessageSchema.index({ contact_id: 1, created_at: -1 });

// Full-text search on message content
MessageSchema.index({ content: 'text' });

module.exports = mongoose.model('Message', MessageSchema);
