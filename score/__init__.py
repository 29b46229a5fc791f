"""Report -> Assessment: `score.assess.assess`."""
