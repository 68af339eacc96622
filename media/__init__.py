"""Media: photos and documents. It knows nothing of news; upper floors say where a photo is used."""
