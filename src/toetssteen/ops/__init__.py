"""Operations: a case and settings in, an answer and findings out."""
