"""From what people asked in vain to questions with known answers: masked, merged, reviewed by a person, checked."""
